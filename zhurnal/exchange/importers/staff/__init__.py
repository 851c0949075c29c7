"""Lists of those who work at the school, in XLSX, XLS, ODS or CSV, with headings anywhere."""

from zhurnal.exchange.importers.staff.header import STAFF
from zhurnal.exchange.importers.staff.reading import StaffList, StaffRow, read_staff, staff_of

__all__ = ["STAFF", "StaffList", "StaffRow", "read_staff", "staff_of"]
