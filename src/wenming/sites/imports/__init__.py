"""Reading what comes from outside: pictures, and the words by which types of site are drawn alike."""
