"""The circle's views: a sentence each: who, does what, goes where."""
