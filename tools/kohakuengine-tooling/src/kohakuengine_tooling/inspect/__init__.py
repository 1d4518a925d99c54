"""`kogine inspect`: what can be set in a script, without running it.

A line that is plain and a script that is known take a few milliseconds: what they need (`plain_line`,
`inspection`, `found`, `index`, `known`, `sheet`, `page`, `columns`, `cells`) loads nothing of the standard
library beyond what python itself has loaded. All else is imported where it is needed.
"""
