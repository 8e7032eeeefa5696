"""Tell whether an implementation of the lead provider API keeps its promises."""
