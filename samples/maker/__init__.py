"""Makes the sample documents from the sources in `samples/source`."""
