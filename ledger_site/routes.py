def undeclared():
    return []
