"""The acts on entries, one public function each. Page, API, import, command and task call these and nothing else."""
