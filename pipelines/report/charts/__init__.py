"""The charts of the site as static SVG, readable without any script.

Belongs here: drawing. Does not belong here: queries, words around a chart.
"""
