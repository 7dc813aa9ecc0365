"""The printed case file (卷宗): put together, ordered when it is large, handed out."""
