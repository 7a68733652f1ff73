"""Addresses of the workbench, for templates."""

from django import template

from annotations.pages.addresses import article_address, claim_address, hold_address, panel_address

register = template.Library()

register.simple_tag(panel_address)
register.simple_tag(article_address)
register.simple_tag(claim_address)
register.simple_tag(hold_address)
