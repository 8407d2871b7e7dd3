"""Who may come in and what may be sent: hosts, sessions, CSRF tokens, headers of every answer."""
