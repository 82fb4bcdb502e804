"""Reads a council's safety mailbox, answers the reporter and refers to the police contact.

To follow one email, read eight functions in this order:

1. `worker.receive.receive_new`    mailbox to message table: fetch, commit, and only then more
2. `worker.process.process_next`   message table to decision, one commit
3. `mail.parse.parse_message`      octets to `InboundMessage`; run in a child with limits
4. `desk.history.read_history`     what we already know that bears on it
5. `incident.decide.decide`        everything that follows, as data; nothing has happened yet
6. `desk.commit.commit`            incident, letters and log in the one transaction
7. `worker.deliver.deliver_next`   the letter longest due, booked before dialling, then settled
8. `transport.smtp.SmtpRelay.send` one recipient, one transaction, phases told apart
"""
