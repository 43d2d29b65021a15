"""The check room: rules over records, cases and composed documents, each with a code, a reason and a way out."""
