"""A team's self-assessment: rate alone, reveal, agree, prioritise."""
