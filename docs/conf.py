"""The guide as HTML: `make docs`. Pages are Markdown that reads as well without it."""

project = "opsdoc"
author = "the opsdoc developers"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "opsdoc"
html_show_sphinx = False
html_copy_source = False
# Shell blocks hold file contents and prompts too; what is no shell is shown plain, not warned about.
highlight_language = "none"
suppress_warnings = ["misc.highlighting_failure"]
