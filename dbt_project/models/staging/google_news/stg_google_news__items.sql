{{ feed_items('google_news', names_publishers=true) }}
