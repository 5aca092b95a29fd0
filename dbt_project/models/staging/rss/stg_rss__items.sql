{{ feed_items('rss', names_publishers=false) }}
