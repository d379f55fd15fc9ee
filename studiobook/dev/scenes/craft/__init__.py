"""How a picture is made: space, light, surfaces, parts."""
