"""The second floor: what rules speak of, and the readers of packs, inventories, profiles and waivers."""
