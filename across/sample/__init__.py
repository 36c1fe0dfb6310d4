"""The sample project, Héliopompe, made by the same calls as a real one, with dates relative to the day it is loaded.

`loading` lets each part plan its events in a `story.Story`, which happen in order of time; what people say stands in
`texts/`, once in each language and under the same keys.
"""
