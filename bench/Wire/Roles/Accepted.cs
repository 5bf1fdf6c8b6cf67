using System.Buffers;

namespace Relevo.Wire.Roles;

/// <summary>The gateway's answer to a webhook with one new event.</summary>
internal static class Accepted
{
    private static readonly byte[] Body = """{"status":"accepted","accepted":1,"duplicates":0}"""u8.ToArray();

    public static void Write(HttpResponse response)
    {
        response.ContentType = "application/json";
        response.ContentLength = Body.Length;
        response.BodyWriter.Write(Body);
    }
}
