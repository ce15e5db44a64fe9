"""The acts of approvals, one public function each; pages, API, command and sweep call these."""
