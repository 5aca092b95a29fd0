{{ feed_items('rss') }}
