"""The report as a page that loads nothing: what stands first, findings, the drawing of the network, tables."""
