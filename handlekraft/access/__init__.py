"""Who sees whom (sight), who may do what (permission), and the frame around every write."""
