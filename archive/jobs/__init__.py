"""Work done beside the web: leasing jobs, reading pages, keeping the index in line."""
