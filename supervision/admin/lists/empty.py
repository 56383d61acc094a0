"""What a list says while nothing stands in it: what comes here, and how."""

from django.utils.translation import gettext_lazy as _

COMES_HERE = {
    "house": _("Houses come with the register: upload a file of ФРТ or ОЖФ."),
    "organisation": _("Companies come with the register and with the licence register, or by the form of a change."),
    "managementperiod": _("Who manages a house from when to when: from the register's files and the pages of houses."),
    "representative": _("Representatives are entered on the page of their company, or by a file of people."),
    "chat": _("A chat comes for every house that the policy of the region gives one."),
    "foundchat": _("Chats to which somebody added the bot, and of which the portal does not know the house."),
    "adoption": _("Lists of chats that existed before the portal: upload such a file."),
    "adoptionline": _("Lines of the lists of existing chats."),
    "syncrequest": _("Chats that may differ from their wish. Empty: whatever can be done now is done."),
    "messengercall": _("What the portal wrote to the messenger, a line each, when it happens."),
    "workorder": _("What no program can do in the messenger: the portal asks a person and sees when it is done."),
    "messengeraccount": _("A region's bot: the administrator sets it up with the region."),
    "operation": _("Changes of many houses at once: begun in the list of houses or on the page of a company."),
    "event": _("Every decision, when somebody makes it."),
    "upload": _("Files of the register: press “Upload a file” above."),
    "importrun": _("Files that were applied, with what they changed."),
    "importissue": _("Lines of files that could not be used, with the reason."),
    "inspector": _("Inspectors are entered by the head of the region, above the list, or by a file of people."),
    "absence": _("When an inspector goes away, the head enters it on the page of that inspector."),
    "zone": _("Zones are drawn by the head of the region, or come with a file of inspectors."),
    "region": _("The regions that you may see. The administrator of the portal gives roles."),
    "target": _("Targets of the ministry for regions: the administrator enters them."),
    "apiclient": _("Other systems that use the interface: the administrator enters them."),
    "webhookendpoint": _("Addresses of other systems that are told of changes."),
    "webhookdelivery": _("Messages to other systems, when something changes."),
}
