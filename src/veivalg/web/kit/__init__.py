"""What the rooms share: the site, its guard, pages kept, jobs, forms, assets and the frame."""
