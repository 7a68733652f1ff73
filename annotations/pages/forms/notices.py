"""The form about notices."""

from django import forms

from annotations.pages.forms.base import RowVersionForm


class MailForm(RowVersionForm):
    wanted = forms.ChoiceField(choices=[("on", "on"), ("off", "off")])
