"""The knowledge base for AI assistants: a read-only Model Context Protocol server (`cetu mcp`)."""
