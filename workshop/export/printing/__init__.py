"""The note and its packs on paper: data for the typesetter, and the press that takes it as text and nothing else."""
