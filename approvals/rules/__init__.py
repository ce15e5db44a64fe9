"""Rules on what an application may say, asked while it is typed and again when it is filed. Source: D3."""
