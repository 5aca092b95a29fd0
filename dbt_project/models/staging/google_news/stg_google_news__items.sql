{{ feed_items('google_news') }}
