"""From the document tree to HTML: the markup that the PDF and the HTML file share."""
