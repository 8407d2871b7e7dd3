"""What in a plan cannot be checked off later (可考核性), and what does not fit together."""

from pipeline.auditing.audit import audit, audit_plan, findings
from pipeline.auditing.findings import Finding
from pipeline.auditing.lexicons import SEVERITIES, SURENESS, AuditKind, Severity, Sureness, kinds

__all__ = [
    "SEVERITIES",
    "SURENESS",
    "AuditKind",
    "Finding",
    "Severity",
    "Sureness",
    "audit",
    "audit_plan",
    "findings",
    "kinds",
]
