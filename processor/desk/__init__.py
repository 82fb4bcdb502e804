"""What a person or a decision changes in the record: for the worker, the commands, the pages."""
