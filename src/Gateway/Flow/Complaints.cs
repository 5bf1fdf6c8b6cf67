namespace Relevo.Gateway.Flow;

/// <summary>Says what is wrong to people. Where nobody can be told, because a log's volume is full, the work goes on all the same.</summary>
internal static class Complaints
{
    public static void Complain(this TextWriter writer, string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (IOException)
        {
            // There is nowhere else to say it.
        }
    }
}
