"""The ground: places, truth and doubt, dates, texts and problems. Imports nothing of ours."""
