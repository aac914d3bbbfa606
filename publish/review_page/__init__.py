"""The review page: it shows each doubtful value beside a picture of its place, and takes answers.

`places` finds where doubted words stand, `content` gathers what the page tells, `page` joins content, style
and script to one file that needs nothing else. Text of documents reaches the page as JSON alone.
"""
