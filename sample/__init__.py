"""The sample project, Héliopompe: a story told through the verbs, with dates relative to the day it is loaded.

`story` puts the deeds of the other modules in order of time and does them; what people say stands in `texts/`, once
in each language and under the same keys.
"""
