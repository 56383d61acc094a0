"""Addresses of a company's page."""

from django.urls import path

from supervision.company_page.coming import LinkPage
from supervision.company_page.page import CompanyPage

urlpatterns = [
    path("", CompanyPage.as_view(), name="company_page"),
    path("<str:token>/", LinkPage.as_view(), name="company_link"),
]
