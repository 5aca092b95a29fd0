"""What runs on a cluster of Apache Spark, which is no dependency of chipwatch."""
