"""Finding pages by their words: the query language, what a page's words are, and the index.

Nothing here knows who a person is. Whoever searches says which pages the person may see, and no
other page can be in an answer or move one.
"""
