"""Materials 材料: what is collected month by month, reviewed, compiled and filed."""
