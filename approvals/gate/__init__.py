"""The gate: ``facts`` reads, ``judge`` answers from that alone, ``asking`` joins them. One function for all doors."""
