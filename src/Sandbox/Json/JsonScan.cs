using System.Text.Json;

namespace Relevo.Sandbox.Json;

/// <summary>Small steps through JSON that allocate nothing but the texts that are wanted.</summary>
internal static class JsonScan
{
    /// <summary>Steps into the object that comes next; anything else is passed over.</summary>
    public static bool IntoObject(ref Utf8JsonReader reader) => Into(ref reader, JsonTokenType.StartObject);

    /// <summary>Steps into the array that comes next; anything else is passed over.</summary>
    public static bool IntoArray(ref Utf8JsonReader reader) => Into(ref reader, JsonTokenType.StartArray);

    /// <summary>Steps to the next name of the object it is in; false at its end.</summary>
    public static bool NextName(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>The value that comes next as text: a string's, or a number as it is written. Null for anything else, which is passed over.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        if (reader.TokenType == JsonTokenType.Number)
        {
            return System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
        }

        reader.Skip();
        return null;
    }

    /// <summary>Passes over the value that comes next.</summary>
    public static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>The same, unless a step into the value that is no such thing has passed over it already.</summary>
    public static void PassIfName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            Pass(ref reader);
        }
    }

    /// <summary>In the object that comes next: the text of one member, or null.</summary>
    public static string? TextIn(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        string? found = null;
        if (!IntoObject(ref reader))
        {
            return null;
        }

        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals(name))
            {
                found = Text(ref reader);
            }
            else
            {
                Pass(ref reader);
            }
        }

        return found;
    }

    private static bool Into(ref Utf8JsonReader reader, JsonTokenType start)
    {
        reader.Read();
        if (reader.TokenType == start)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}
