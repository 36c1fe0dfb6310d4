"""A field for a day, as browsers ask for one."""

from django import forms

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
