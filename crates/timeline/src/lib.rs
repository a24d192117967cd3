//! Dates in, boxes and clusters out: the pure core of the relation timeline.
