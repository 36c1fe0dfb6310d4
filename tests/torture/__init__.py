"""The checker of co-editing: real servers, clients of two engines and faults; every change must be there once."""
