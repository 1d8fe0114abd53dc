"""The command line: the same enrolment as the wizard's, without a screen."""
