"""What happens outside an ordinary round: done first, recorded after, contested, missing from the list."""
